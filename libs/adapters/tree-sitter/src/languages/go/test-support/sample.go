// Package demo keeps orders.
package demo

import "fmt"

// OrderBook keeps orders.
type OrderBook struct {
	Name string
}

// Add adds one.
func (b *OrderBook) Add(order string) error {
	fmt.Println(order)
	return nil
}
