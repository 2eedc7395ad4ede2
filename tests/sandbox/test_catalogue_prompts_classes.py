"""Which class, or task on nodes, a prompt asks for, or a class's name tells; and that none is guessed."""

from __future__ import annotations

import pytest

from sandbox import catalogue


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("Implement a stack using two queues", "stack"),
        ("用队列实现栈", "stack"),
        ("Write a Python class for a stack", "stack"),
        ("queue", "queue"),
        ("Write a Queue class in Python", "queue"),
        ("Implement a queue using two stacks", "queue"),
        ("请用Python实现一个队列", "queue"),
        ("用两个栈实现队列", "queue"),
        ("编写一个队列类", "queue"),
        ("Implement a double-ended queue", "deque"),
        ("双端队列", "deque"),
        ("Design a MinStack class", "min stack"),
        ("Write a stack with minimum", "min stack"),
        ("实现一个最小栈", "min stack"),
        ("LRU cache", "lru cache"),
        ("Write a Python class that implements an LRU Cache", "lru cache"),
        ("实现LRU缓存", "lru cache"),
        ("请用Python编写LRU缓存机制", "lru cache"),
        ("LFU Cache", "lfu cache"),
        ("设计LFU缓存", "lfu cache"),
        ("Implement a min heap", "min heap"),
        ("用Python实现最小堆", "min heap"),
        ("max heap class", "max heap"),
        ("大顶堆", "max heap"),
        ("binary heap data structure", "binary heap"),
        ("二叉堆", "binary heap"),
        ("Implement a priority queue in Python", "priority queue"),
        ("优先队列", "priority queue"),
        ("Implement a trie (prefix tree)", "trie"),
        ("实现前缀树", "trie"),
        ("字典树", "trie"),
        ("Union-Find data structure", "union-find"),
        ("disjoint set union", "union-find"),
        ("用Python实现并查集", "union-find"),
        ("Write a hash map class", "hash map"),
        ("implement a hash table", "hash map"),
        ("哈希表", "hash map"),
        ("Circular Queue", "circular queue"),
        ("设计循环队列", "circular queue"),
        ("ring buffer", "ring buffer"),
        ("环形缓冲区", "ring buffer"),
        ("Fenwick tree", "fenwick tree"),
        ("Binary Indexed Tree", "fenwick tree"),
        ("树状数组", "fenwick tree"),
        ("implement a segment tree", "segment tree"),
        ("线段树", "segment tree"),
        ("Implement a singly linked list class", "linked list"),
        ("实现单链表", "linked list"),
        ("链表", "linked list"),
        ("Binary search tree", "binary search tree"),
        ("Implement an AVL tree in Python", "binary search tree"),
        ("二叉搜索树", "binary search tree"),
        ("实现红黑树", "binary search tree"),
        ("Reverse a linked list", "reverse linked list"),
        ("反转链表", "reverse linked list"),
        ("用Python实现单链表反转", "reverse linked list"),
        ("Merge two sorted linked lists", "merge sorted linked lists"),
        ("合并两个有序链表", "merge sorted linked lists"),
        ("Detect a cycle in a linked list", "linked list cycle"),
        ("环形链表", "linked list cycle"),
        ("find the middle of a linked list", "middle of linked list"),
        ("Invert a binary tree", "invert binary tree"),
        ("翻转二叉树", "invert binary tree"),
        ("Maximum depth of a binary tree", "depth of binary tree"),
        ("二叉树的最大深度", "depth of binary tree"),
        ("inorder traversal of a binary tree", "inorder traversal"),
        ("二叉树的中序遍历", "inorder traversal"),
        ("Binary tree level order traversal", "level order traversal"),
        ("二叉树的层序遍历", "level order traversal"),
        ("Validate a binary search tree", "validate binary search tree"),
        ("验证二叉搜索树", "validate binary search tree"),
    ],
)
def test_a_prompt_means_a_class(prompt: str, name: str | None) -> None:
    found = catalogue.find(prompt)
    assert (found and found.name) == name


@pytest.mark.parametrize(
    "prompt",
    [
        "monotonic queue",
        "message queue",
        "print queue",
        "stack and queue",
        "消息队列",
        "单调栈",
        "stack machine",
        "LRU cache with expiry",
        "thread safe LRU cache",
        "线程安全的LRU缓存",
        "max stack",
        "cache",
    ],
)
def test_a_prompt_that_says_more_is_another_class(prompt: str) -> None:
    assert catalogue.find(prompt) is None


@pytest.mark.parametrize(
    ("class_name", "name"),
    [
        ("Stack", "stack"),
        ("MyStack", "stack"),
        ("Queue", "queue"),
        ("MyQueue", "queue"),
        ("Deque", "deque"),
        ("MinStack", "min stack"),
        ("LRUCache", "lru cache"),
        ("LFUCache", "lfu cache"),
    ],
)
def test_a_class_is_recognised_by_its_name(class_name: str, name: str) -> None:
    found = catalogue.by_entry_point(class_name)
    assert found is not None
    assert found.name == name
